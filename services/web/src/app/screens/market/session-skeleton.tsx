import { useEffect, useState } from 'react'

const CARDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** The page in its final size, after 150 ms; never a spinner. */
export function SessionSkeleton() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return null
  return (
    <div className="stall" aria-hidden="true">
      <ul>
        {CARDS.map((key) => (
          <li key={key} className="product">
            <span className="bone tile" />
            <span className="bone" />
            <span className="bone" />
          </li>
        ))}
      </ul>
    </div>
  )
}
