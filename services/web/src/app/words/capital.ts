/** What begins a line or stands alone: `Mardi`. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
