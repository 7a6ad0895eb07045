import type { Tone } from './tone.ts'

const DRAWN_IN: Readonly<Partial<Record<Tone, readonly string[]>>> = {
  brique: ['brick', 'radiator', 'roof-tile', 'tile-terracotta'],
  clain: ['glass-pane', 'partition-glazed', 'sanitary', 'sink', 'tap', 'tile-ceramic', 'window', 'window-alu', 'window-pvc'],
  mousse: ['fablab-offcut-plywood', 'insulation-wood-fibre', 'linoleum', 'shutter'],
  ocre: [
    'board-osb',
    'board-plywood',
    'cladding-wood',
    'floorboard',
    'furniture',
    'insulation-batt',
    'lighting',
    'stone-rubble',
    'timber-beam',
    'timber-joist',
    'timber-oak',
  ],
  prune: ['carpet-tile', 'door-exterior', 'door-interior', 'electric-small', 'fablab-offcut-acrylic', 'paint'],
}

// Names and tones are the literals above.
const TONE_OF = new Map(Object.entries(DRAWN_IN).flatMap(([tone, drawings]) => drawings.map((drawing) => [drawing, tone as Tone] as const)))

/** The hue in which a family of materials is drawn: wood is ochre, glass is river; steel, stone and the unknown are slate. */
export function materialTone(drawing: string): Tone {
  return TONE_OF.get(drawing) ?? 'ardoise'
}
