/** A hue by the name of its material: ink and soft ground. It belongs to a drawing or a section, never to a state. */
export type Tone = 'brique' | 'clain' | 'mousse' | 'ocre' | 'garance' | 'prune' | 'ardoise'
