import type { CollectionDefinition } from './port.ts'

const COLLECTION_NAME = /^[a-z][A-Za-z0-9_-]{0,62}$/
const INDEX_NAME = /^[a-z][A-Za-z0-9_-]{0,62}$/
const FIELD_PATH = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/

/**
 * Refuses what an engine might read as anything but a plain name. Adapters build their queries from definitions that
 * passed here and from nothing else, so no name from outside ever reaches an engine.
 * @throws TypeError naming the collection, the index and the rule
 */
export function checkDefinitions(definitions: readonly CollectionDefinition[]): void {
  const names = new Set<string>()
  for (const definition of definitions) {
    checkDefinition(definition)
    // Engines differ in whether names are told apart by case; two that differ in case alone are refused for all.
    const folded = definition.name.toLowerCase()
    if (names.has(folded)) throw new TypeError(`collection "${definition.name}" is defined twice: define it once, with all its indexes`)
    names.add(folded)
  }
}

function checkDefinition({ name, indexes }: CollectionDefinition): void {
  if (!COLLECTION_NAME.test(name)) {
    throw new TypeError(`collection name ${JSON.stringify(name)}: begin with a small letter, then letters, digits, "_" or "-", at most 63`)
  }
  for (const [index, fields] of Object.entries(indexes)) {
    if (!INDEX_NAME.test(index)) {
      throw new TypeError(
        `index name ${JSON.stringify(index)} of "${name}": begin with a small letter, then letters, digits, "_" or "-", at most 63`,
      )
    }
    if (fields.length === 0) throw new TypeError(`index "${index}" of "${name}" has no field: name at least one`)
    for (const field of fields) checkField(field, `index "${index}" of "${name}"`)
    if (new Set(fields).size !== fields.length) throw new TypeError(`index "${index}" of "${name}" names a field twice`)
  }
}

function checkField(field: string, where: string): void {
  if (field === 'id') throw new TypeError(`${where} names "id": leave it out, every index ends with it`)
  if (!FIELD_PATH.test(field)) {
    throw new TypeError(
      `${where} names ${JSON.stringify(field)}: a field is letters, digits and "_", begins with a letter; nested ones are joined by dots`,
    )
  }
}
