import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders = new Set<string>()

/** A folder for this scenario's files, on the disk that the machine keeps its temporary files on. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'filature-bench-'))
  folders.add(folder)
  return folder
}

/** Removes all of them. Call when nothing uses them any more. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true })
    folders.delete(folder)
  }
}
