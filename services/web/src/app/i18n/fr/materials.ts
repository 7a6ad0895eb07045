import { holdTexts } from './materials/hold.ts'
import { lotTexts } from './materials/lot.ts'
import { passportTexts } from './materials/passport.ts'
import { searchTexts } from './materials/search.ts'

export default { ...searchTexts, ...lotTexts, ...holdTexts, ...passportTexts } as const
