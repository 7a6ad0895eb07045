import { MongoClient } from 'mongodb'
import { addressOf } from '../mongo/address.ts'

/** For tests that are over: drops every database of the prefix that is the path of this address. */
export async function dropDatabases(mongodbUri: string): Promise<void> {
  const { uri, database } = addressOf(mongodbUri, '')
  if (!database.startsWith('test')) throw new Error(`a test drops only databases of its own, and ${database} may be somebody’s`)
  const client = new MongoClient(uri)
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
    for (const { name } of databases) if (name.startsWith(database)) await client.db(name).dropDatabase()
  } finally {
    await client.close()
  }
}
