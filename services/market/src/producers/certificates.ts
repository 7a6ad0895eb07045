import type { Certificate } from '@filature/contracts/market/producer'
import type { Label } from '@filature/contracts/market/shapes'

/** A certificate covers its last day too: it ends with that day, Europe/Paris. */
export const coversDay = ({ from, to }: Pick<Certificate, 'from' | 'to'>, day: string): boolean => from <= day && day <= to

/**
 * I3: a label is shown only if a certificate that the product claims covers its category and the day. I4: who sells under
 * Nature & Progrès never shows the EU marks, and organic farming in conversion is never shown as organic.
 */
export function labelsOn(certificates: readonly Certificate[], certIds: readonly string[], category: string, day: string): Label[] {
  const covering = certificates.filter(
    (certificate) => certIds.includes(certificate.id) && certificate.categories.includes(category) && coversDay(certificate, day),
  )
  const labels = [...new Set(covering.map(({ label }) => label))]
  const hides = (label: Label) =>
    (labels.includes('nature-progres') && (label === 'eu-organic' || label === 'eu-conversion')) ||
    (labels.includes('eu-conversion') && label === 'eu-organic')
  return labels.filter((label) => !hides(label))
}

/** Labels of a producer as a whole: of every certificate that covers the day. */
export function producerLabelsOn(certificates: readonly Certificate[], day: string): Label[] {
  return [...new Set(certificates.filter((certificate) => coversDay(certificate, day)).map(({ label }) => label))]
}
