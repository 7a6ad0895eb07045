/** The shape of what comes: hero with title and two lines, then a row of tiles. */
export function PlaceSkeleton() {
  return (
    <div className="content stack place-parts" aria-hidden="true">
      <div className="stack-16 bones">
        <span className="bone is-title" />
        <span className="bone" />
        <span className="bone is-short" />
      </div>
      <ul className="taste">
        {[0, 1, 2, 3, 4, 5].map((at) => (
          <li key={at}>
            <span className="bone tile" />
          </li>
        ))}
      </ul>
    </div>
  )
}
