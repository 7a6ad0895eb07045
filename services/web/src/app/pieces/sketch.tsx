import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { number } from '../words/numbers.ts'
import { type Box, PAPER, type SketchPlan } from './sketch-plan.ts'

const n = (value: number) => Math.round(value * 10) / 10
const tick = (x: number, y: number) => `M${n(x - 3)} ${n(y + 3)}L${n(x + 3)} ${n(y - 3)}`
/** Shorter uprights carry their figure beside them instead of along them. */
const TURNED_FROM = 34

/** A lot drawn from its own measures beside a person of 1.70 m, or a sheet of A4 when it is small; cotes in mm, the cut hatched. */
export function Sketch({
  plan,
  label,
}: {
  readonly plan: SketchPlan /** Absent: words beside it say the same. */
  readonly label?: string
}) {
  const { base, beside, pieces, along, upright, section } = plan
  const first = pieces[0]
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden where words beside it say the same
    <svg
      className="sketch"
      viewBox={`0 0 ${PAPER.width} ${PAPER.height}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      fill="none"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d={`M8 ${base}H472`} stroke="currentColor" strokeWidth="1.5" />
      {beside.kind === 'person' ? (
        <Person x={beside.x} base={base} scale={plan.scale} />
      ) : (
        <Sheet x={beside.x} base={base} scale={plan.scale} />
      )}
      {pieces.map((box, at) => (
        <Block key={`${box.x},${box.y}`} box={box} opacity={at === 0 ? 0.3 : at % 2 === 1 ? 0.1 : 0.16} />
      ))}
      <g className="cotes">
        <Along {...along} leader={first === undefined || along.above ? undefined : base} />
        <Upright {...upright} />
      </g>
      {section !== undefined && <Section section={section} />}
    </svg>
  )
}

function Block({ box: { x, y, w, h }, opacity }: { readonly box: Box; readonly opacity: number }) {
  return (
    <path
      d={`M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}Z`}
      fill="currentColor"
      fillOpacity={opacity}
      stroke="currentColor"
      strokeWidth="1.75"
    />
  )
}

function Along({
  from,
  to,
  y,
  mm,
  above,
  leader,
}: SketchPlan['along'] & { /** Where thin lines come down from. */ readonly leader: number | undefined }) {
  const leaders = leader === undefined ? '' : `M${n(from)} ${n(leader)}V${n(y)}M${n(to)} ${n(leader)}V${n(y)}`
  return (
    <>
      <path d={`M${n(from - 4)} ${n(y)}H${n(to + 4)}${tick(from, y)}${tick(to, y)}${leaders}`} />
      <text x={n((from + to) / 2)} y={n(y + (above ? -6 : 17))} textAnchor="middle">
        {number(mm, currentLocale())}
      </text>
    </>
  )
}

function Upright({ x, from, to, mm }: SketchPlan['upright']) {
  const middle = (from + to) / 2
  const text = number(mm, currentLocale())
  return (
    <>
      <path d={`M${n(x)} ${n(from - 4)}V${n(to + 4)}${tick(x, from)}${tick(x, to)}`} />
      {to - from < TURNED_FROM ? (
        <text x={n(x + 8)} y={n(middle + 4)}>
          {text}
        </text>
      ) : (
        <text transform={`translate(${n(x + 7)} ${n(middle)}) rotate(-90)`} textAnchor="middle" dominantBaseline="hanging">
          {text}
        </text>
      )}
    </>
  )
}

function Section({ section }: { readonly section: NonNullable<SketchPlan['section']> }) {
  const { t } = useTranslation('materials')
  if (section.kind === 'written') {
    return (
      <g className="cotes">
        <text x={section.x} y={section.y} textAnchor="end">
          {t('sketch.thickness', { mm: number(section.mm, currentLocale()) })}
        </text>
      </g>
    )
  }
  const { box, acrossMm, deepMm, round } = section
  const { x, y, w, h } = box
  return (
    <>
      {round ? (
        <ellipse
          cx={n(x + w / 2)}
          cy={n(y + h / 2)}
          rx={n(w / 2)}
          ry={n(h / 2)}
          fill="currentColor"
          fillOpacity=".14"
          stroke="currentColor"
          strokeWidth="1.75"
        />
      ) : (
        <>
          <Block box={box} opacity={0.14} />
          <path d={hatch(box)} stroke="currentColor" strokeWidth="1" strokeOpacity=".55" />
        </>
      )}
      <g className="cotes">
        <Along from={x} to={x + w} y={y + h + 12} mm={acrossMm} above={false} leader={y + h} />
        <Upright x={x + w + 10} from={y} to={y + h} mm={deepMm} />
        <text x={n(x)} y={n(y - 9)}>
          {t('sketch.section')}
        </text>
      </g>
    </>
  )
}

/** Slanting lines, ten apart, cut at the edges of the box. */
function hatch({ x, y, w, h }: Box): string {
  let path = ''
  for (let i = 10; i < w + h; i += 10) {
    path += `M${n(x + Math.min(i, w))} ${n(y + Math.max(0, i - w))}L${n(x + Math.max(0, i - h))} ${n(y + Math.min(i, h))}`
  }
  return path
}

interface Placed {
  readonly x: number
  readonly base: number
  readonly scale: number
}

/** Drawn in mm from the ground up, 1.70 m tall. */
function Person({ x, base, scale }: Placed) {
  const ink = { fill: 'currentColor', fillOpacity: 0.12, stroke: 'currentColor', strokeWidth: n(1.75 / scale) }
  return (
    <g transform={`translate(${n(x)} ${n(base)}) scale(${scale.toFixed(4)})`}>
      <path
        d="M-70 -1450C-190 -1440 -235 -1390 -245 -1290L-285 -800Q-288 -745 -245 -745Q-212 -745 -205 -790L-165 -1130L-150 -760L-150 0H-30L0 -690L30 0H150L150 -760L165 -1130L205 -790Q212 -745 245 -745Q288 -745 285 -800L245 -1290C235 -1390 190 -1440 70 -1450Z"
        {...ink}
      />
      <circle cx="0" cy="-1582" r="118" {...ink} />
    </g>
  )
}

function Sheet({ x, base, scale }: Placed) {
  const [w, h] = [210 * scale, 297 * scale]
  return (
    <>
      <path
        d={`M${n(x)} ${n(base)}v${n(-h)}h${n(w)}v${n(h)}Z`}
        fill="currentColor"
        fillOpacity=".08"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="4 3"
      />
      <g className="cotes">
        <text x={n(x + w / 2)} y={n(base - h / 2)} textAnchor="middle">
          A4
        </text>
      </g>
    </>
  )
}
