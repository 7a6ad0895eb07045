import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { DOTS, GROUND, RIVER_NAMES, RIVERS, TOWN_NAMES, xOf, yOf } from '../places/map-ground.ts'
import type { Point } from '../places/towns.ts'
import { NB, number } from '../words/numbers.ts'

const RINGS_KM = [10, 25, 50] as const
/** Roads are this much longer than the straight line: distances of the search are counted so, and the rings with them. */
const ROAD = 1.3
/** Nearer than this, south of the middle, a pin hangs below its point so as not to hide the middle. */
const CLOSE_KM = 14

export interface Pin {
  readonly id: string
  readonly at: Point
  /** In the pin. */
  readonly text: string
  /** Its whole name for readers. */
  readonly name: string
}

/** Ground of towns and rivers, rings by road, and pins that are buttons in the order they are given. */
export function VienneMap({
  near,
  radiusKm,
  pins,
  chosen,
  onPin,
  label,
}: {
  readonly near: Point
  readonly radiusKm: number
  readonly pins: readonly Pin[]
  readonly chosen: readonly string[]
  readonly onPin: (id: string) => void
  readonly label: string
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [cx, cy] = [xOf(near), yOf(near)]
  const km = (value: number) => `${number(value, locale)}${NB}km`
  return (
    <section className="map" aria-label={label}>
      <svg viewBox={`0 0 ${GROUND.width} ${GROUND.height}`} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
        <circle cx={cx} cy={cy} r={Math.min(radiusKm / ROAD, 200)} fill="var(--chaux)" />
        <g fill="none" stroke="var(--clain)" strokeLinecap="round">
          <g strokeWidth="2.6" strokeOpacity=".16">
            <path d={RIVERS.clain} />
            <path d={RIVERS.vienne} />
          </g>
          <g strokeWidth=".55">
            <path d={RIVERS.clain} />
            <path d={RIVERS.vienne} />
          </g>
        </g>
        <g fill="none" stroke="var(--trait)" strokeWidth=".3" strokeDasharray="1.1 .8">
          {RINGS_KM.map((ring) => (
            <circle key={ring} cx={cx} cy={cy} r={ring / ROAD} />
          ))}
        </g>
        <g fill="var(--cendre)">
          {DOTS.map(({ id, x, y, radius }) => (
            <circle key={id} cx={x} cy={y} r={radius} />
          ))}
        </g>
        <g className="map-towns">
          {TOWN_NAMES.map(({ id, name, x, y, anchor }) => (
            <text key={id} x={x} y={y} textAnchor={anchor}>
              {name}
            </text>
          ))}
        </g>
        <g className="map-rings">
          {RINGS_KM.map((ring) => (
            <text key={ring} x={cx + (ring / ROAD) * 0.866} y={cy - (ring / ROAD) * 0.5 + 0.9} textAnchor="middle">
              {km(ring)}
            </text>
          ))}
        </g>
        <g className="map-rivers">
          {RIVER_NAMES.map(({ name, x, y, turn }) => (
            <text key={name} transform={`translate(${x} ${y}) rotate(${turn})`} textAnchor="middle">
              {name}
            </text>
          ))}
        </g>
        <circle cx={cx} cy={cy} r="1.5" fill="var(--clain)" stroke="var(--chaux)" strokeWidth=".6" />
      </svg>
      <ul aria-label={t('map.pins')}>
        {pins.map(({ id, at, text, name }) => (
          <li key={id}>
            <button
              className={`pin ${hangs(at, near) ? 'is-below' : ''}`}
              type="button"
              aria-pressed={chosen.includes(id)}
              aria-label={name}
              style={{ insetInlineStart: `${inside(xOf(at) / GROUND.width)}%`, insetBlockStart: `${inside(yOf(at) / GROUND.height)}%` }}
              onClick={() => onPin(id)}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function hangs(at: Point, near: Point): boolean {
  const [dx, dy] = [xOf(at) - xOf(near), yOf(at) - yOf(near)]
  return dy > 0 && Math.hypot(dx, dy) < CLOSE_KM
}

/** Per cent of the paper; a depot beyond its edge keeps its pin at the edge. */
const inside = (share: number): string => (Math.min(0.93, Math.max(0.07, share)) * 100).toFixed(1)
