/** A town that searches can start from and that the map draws. */
export interface Town {
  readonly id: string
  readonly name: string
  /** WGS84 degrees. */
  readonly lat: number
  readonly lon: number
  /** The river it lies on, and its place on it counted from the source. */
  readonly river?: readonly [name: 'clain' | 'vienne', order: number]
}

/** The first is where a search starts for somebody who has chosen nothing yet. */
export const TOWNS: readonly [Town, ...Town[]] = [
  { id: 'poitiers', name: 'Poitiers', lat: 46.5802, lon: 0.3404, river: ['clain', 5] },
  { id: 'liguge', name: 'Ligugé', lat: 46.518, lon: 0.327, river: ['clain', 3] },
  { id: 'chatellerault', name: 'Châtellerault', lat: 46.8176, lon: 0.5461, river: ['vienne', 6] },
  { id: 'montmorillon', name: 'Montmorillon', lat: 46.426, lon: 0.87 },
  { id: 'loudun', name: 'Loudun', lat: 47.0079, lon: 0.083 },
  { id: 'civray', name: 'Civray', lat: 46.149, lon: 0.295 },
  { id: 'chauvigny', name: 'Chauvigny', lat: 46.569, lon: 0.648, river: ['vienne', 4] },
  { id: 'lusignan', name: 'Lusignan', lat: 46.436, lon: 0.123 },
  { id: 'vivonne', name: 'Vivonne', lat: 46.426, lon: 0.264, river: ['clain', 1] },
  { id: 'gencay', name: 'Gençay', lat: 46.374, lon: 0.406 },
  { id: 'neuville-de-poitou', name: 'Neuville-de-Poitou', lat: 46.685, lon: 0.245 },
  { id: 'mirebeau', name: 'Mirebeau', lat: 46.786, lon: 0.183 },
  { id: 'saint-benoit', name: 'Saint-Benoît', lat: 46.552, lon: 0.341, river: ['clain', 4] },
  { id: 'buxerolles', name: 'Buxerolles', lat: 46.597, lon: 0.35, river: ['clain', 6] },
  { id: 'jaunay-marigny', name: 'Jaunay-Marigny', lat: 46.686, lon: 0.378, river: ['clain', 8] },
  { id: 'naintre', name: 'Naintré', lat: 46.764, lon: 0.487, river: ['clain', 10] },
  { id: 'dange-saint-romain', name: 'Dangé-Saint-Romain', lat: 46.937, lon: 0.608, river: ['vienne', 7] },
  { id: 'la-roche-posay', name: 'La Roche-Posay', lat: 46.789, lon: 0.813 },
  { id: 'saint-savin', name: 'Saint-Savin', lat: 46.565, lon: 0.865 },
  { id: 'lussac-les-chateaux', name: 'Lussac-les-Châteaux', lat: 46.403, lon: 0.724, river: ['vienne', 3] },
  { id: 'l-isle-jourdain', name: 'L’Isle-Jourdain', lat: 46.235, lon: 0.685, river: ['vienne', 2] },
  { id: 'availles-limouzine', name: 'Availles-Limouzine', lat: 46.122, lon: 0.656, river: ['vienne', 1] },
  { id: 'vouille', name: 'Vouillé', lat: 46.639, lon: 0.165 },
  { id: 'fontaine-le-comte', name: 'Fontaine-le-Comte', lat: 46.533, lon: 0.264 },
  { id: 'iteuil', name: 'Iteuil', lat: 46.488, lon: 0.311, river: ['clain', 2] },
  { id: 'smarves', name: 'Smarves', lat: 46.511, lon: 0.348 },
  { id: 'nouaille-maupertuis', name: 'Nouaillé-Maupertuis', lat: 46.509, lon: 0.415 },
  { id: 'mignaloux-beauvoir', name: 'Mignaloux-Beauvoir', lat: 46.546, lon: 0.413 },
  { id: 'saint-julien-l-ars', name: 'Saint-Julien-l’Ars', lat: 46.555, lon: 0.503 },
  { id: 'rouille', name: 'Rouillé', lat: 46.42, lon: 0.038 },
  { id: 'lencloitre', name: 'Lencloître', lat: 46.814, lon: 0.329 },
  { id: 'bonneuil-matours', name: 'Bonneuil-Matours', lat: 46.681, lon: 0.573, river: ['vienne', 5] },
  { id: 'migne-auxances', name: 'Migné-Auxances', lat: 46.623, lon: 0.313 },
  { id: 'chasseneuil-du-poitou', name: 'Chasseneuil-du-Poitou', lat: 46.651, lon: 0.373, river: ['clain', 7] },
  { id: 'dissay', name: 'Dissay', lat: 46.7, lon: 0.427, river: ['clain', 9] },
  { id: 'usson-du-poitou', name: 'Usson-du-Poitou', lat: 46.279, lon: 0.529 },
  { id: 'charroux', name: 'Charroux', lat: 46.144, lon: 0.403 },
  { id: 'la-trimouille', name: 'La Trimouille', lat: 46.465, lon: 1.04 },
  { id: 'beruges', name: 'Béruges', lat: 46.568, lon: 0.207 },
  { id: 'valence-en-poitou', name: 'Valence-en-Poitou', lat: 46.298, lon: 0.179 },
  { id: 'marcay', name: 'Marçay', lat: 46.469, lon: 0.222 },
  { id: 'roches-premarie-andille', name: 'Roches-Prémarie-Andillé', lat: 46.483, lon: 0.369 },
  { id: 'chateau-larcher', name: 'Château-Larcher', lat: 46.415, lon: 0.314 },
  { id: 'vouneuil-sous-biard', name: 'Vouneuil-sous-Biard', lat: 46.574, lon: 0.273 },
  { id: 'romagne', name: 'Romagne', lat: 46.27, lon: 0.304 },
  { id: 'sanxay', name: 'Sanxay', lat: 46.496, lon: -0.005 },
]

export interface Point {
  readonly lat: number
  readonly lon: number
}

/** Degrees within which a point is taken to be the town itself: about 500 m. */
const SAME = 0.005

/** The town at a point, if there is one. */
export function townAt({ lat, lon }: Point): Town | undefined {
  return TOWNS.find((town) => Math.abs(town.lat - lat) < SAME && Math.abs(town.lon - lon) < SAME)
}

/** Towns whose name begins with, or has a word that begins with, what was typed; accents and hyphens do not count. */
export function townsNamed(typed: string): readonly Town[] {
  const wanted = plain(typed)
  return wanted === '' ? BY_NAME : BY_NAME.filter(({ name }) => ` ${plain(name)}`.includes(` ${wanted}`))
}

const BY_NAME: readonly Town[] = [...TOWNS].sort((a, b) => a.name.localeCompare(b.name, 'fr'))

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
