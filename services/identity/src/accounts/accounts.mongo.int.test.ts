import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openMongoDatabase } from '@filature/store/mongo/database'
import { describeOnMongo, freshDatabases } from '@filature/store/mongo/harness'
import { describe, expect, test } from 'vitest'
import { newFolder, person, startIdentity, tokenOf } from '../harness.ts'
import { describeAccounts } from './suite.ts'

describeOnMongo('accounts', (name, server) => {
  let dataDir = ''
  let databases = freshDatabases(server)
  const create = async () => {
    dataDir = newFolder()
    databases = freshDatabases(server)
    return { dataDir, mongodbUri: databases.uri }
  }
  const destroy = async () => {
    await databases.drop()
    rmSync(dataDir, { recursive: true })
  }
  describeAccounts(name, { create, destroy })

  describe(`secrets of accounts on ${name}`, () => {
    test('another secret than that of the first process is refused by name, and the right one needs no folder of the first', async () => {
      const place = await create()
      const authSecret = 'la même phrase pour toutes les navettes'
      const first = await startIdentity({ ...place, authSecret })
      const { email } = await person(first, 'Gwen')
      await first.stop()
      const elsewhere = newFolder()
      await expect(startIdentity({ ...place, dataDir: elsewhere })).rejects.toThrow(
        /AUTH_SECRET is not the one that the accounts in the database test_\w+_accounts on \S+ were made with/,
      )
      const second = await startIdentity({ ...place, dataDir: elsewhere, authSecret })
      expect(await tokenOf(second, email)).toBeTruthy()
      await second.stop()
      for (const folder of [dataDir, elsewhere]) expect(existsSync(join(folder, 'accounts.sqlite'))).toBe(false)
      rmSync(elsewhere, { recursive: true })
      await destroy()
    })

    test('a link is worth nothing after ten minutes', async () => {
      const place = await create()
      const running = await startIdentity(place)
      const { accounts } = running.identity.internals
      const token = await accounts.makeLink('maelle@example.org')
      const opened = await openMongoDatabase({ uri: place.mongodbUri, service: 'accounts' })
      const links = opened.database.collection<{ expiresAt: Date }>('verification')
      const minutes = ((await links.findOne())?.expiresAt.getTime() ?? 0) - Date.now()
      expect(minutes / 60_000).toBeGreaterThan(9.5)
      expect(minutes / 60_000).toBeLessThan(10.1)
      await links.updateMany({}, { $set: { expiresAt: new Date(0) } })
      expect(await accounts.redeemLink(token)).toMatchObject({ refused: true, code: 'link-used' })
      await opened.close()
      await running.stop()
      await destroy()
    })

    test('private parts of keys lie there encrypted, and no address can have two accounts', async () => {
      const place = await create()
      const running = await startIdentity(place)
      const { email } = await person(running, 'Iwan')
      await tokenOf(running, email)
      await running.stop()
      const opened = await openMongoDatabase({ uri: place.mongodbUri, service: 'accounts' })
      const keys = await opened.database.collection('signingKey').find().toArray()
      expect(keys.length).toBeGreaterThan(0)
      for (const key of keys) expect(String(key['privateKey'])).not.toContain('"d"')
      await expect(opened.database.collection('user').insertOne({ email })).rejects.toMatchObject({ code: 11000 })
      await opened.close()
      await destroy()
    })
  })
})
