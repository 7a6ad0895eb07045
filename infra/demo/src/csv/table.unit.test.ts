import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { flag, integer, listOf, optionalInteger, slug, text } from './columns.ts'
import { readTable } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'demo-table-'))
afterAll(() => rmSync(folder, { recursive: true }))

const schema = z.object({ id: slug, name: text, pieces: integer, spare: optionalInteger, cold: flag, tags: listOf(slug) })
const HEADER = 'id,name,pieces,spare,cold,tags'

function reading(...lines: string[]) {
  writeFileSync(join(folder, 'eggs.csv'), `${lines.join('\n')}\n`)
  return () => readTable(folder, 'eggs.csv', schema)
}

describe('a demo file', () => {
  test('gives typed rows that know their line', () => {
    expect(reading(HEADER, 'box-6,"Œufs, boîte de 6",40,,false,', 'tray,Plateau,3,1,true,egg|large')()).toEqual([
      { id: 'box-6', name: 'Œufs, boîte de 6', pieces: 40, spare: undefined, cold: false, tags: [], file: 'eggs.csv', line: 2 },
      { id: 'tray', name: 'Plateau', pieces: 3, spare: 1, cold: true, tags: ['egg', 'large'], file: 'eggs.csv', line: 3 },
    ])
  })

  test('that is wrong is refused with file, line, column and rule', () => {
    const good = 'tray,Plateau,3,1,true,egg'
    expect(reading(HEADER, good, 'tray,Plateau,"3,5",1,true,egg')).toThrow('eggs.csv:3 column pieces: must be a whole number ("3,5")')
    expect(reading(HEADER, 'Tray,Plateau,3,1,true,egg')).toThrow(
      'eggs.csv:2 column id: must be words of a-z and 0-9 joined by hyphens ("Tray")',
    )
    expect(reading(HEADER, good, good, 'tray,,3,1,true,egg')).toThrow('eggs.csv:4 column name: must not be empty ("")')
    expect(reading(HEADER, 'tray,Plateau,3,one,true,egg')).toThrow('eggs.csv:2 column spare: must be a whole number ("one")')
    expect(reading(HEADER, 'tray,Plateau,3,1,oui,egg')).toThrow('eggs.csv:2 column cold: must be true or false ("oui")')
    expect(reading(HEADER, 'tray,Plateau,3,1,true,egg|')).toThrow('eggs.csv:2 column tags:')
  })

  test('with a column too many or too few is refused by its first line', () => {
    expect(reading('id,name,pieces,spare,cold', 'tray,Plateau,3,1,true')).toThrow('eggs.csv:1 column tags: is missing')
    expect(reading(`${HEADER},colour`, 'tray,Plateau,3,1,true,egg,red')).toThrow('eggs.csv:1 column colour: is not a column of this file')
    expect(reading(HEADER, 'tray,Plateau,3,1,true')).toThrow('eggs.csv:2: Too few fields')
  })

  test('must have one line per row, or its line numbers would lie', () => {
    expect(reading(HEADER, 'tray,"Plateau', 'de 30",3,1,true,egg')).toThrow('a cell must not hold a line break')
  })
})
