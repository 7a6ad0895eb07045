/** The saw-tooth roof that marks a place. */
export function Roof() {
  return (
    <svg
      viewBox="0 0 28 28"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d="M4 23V9l7 4.5V9l7 4.5V9l6 4v10Z" fill="currentColor" fillOpacity=".16" />
      <path d="M11 23v-4a3 3 0 0 1 6 0v4" />
    </svg>
  )
}
