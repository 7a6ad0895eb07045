const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `17:30` on the wall of the place. */
export function wallTimeAt(instant: string): string {
  return CLOCK.format(new Date(instant))
}
