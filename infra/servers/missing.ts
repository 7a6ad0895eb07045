/** A server that cannot be started here; the message says what is missing and how to get it. */
export class ServerMissing extends Error {
  override readonly name = 'ServerMissing'
}

const INSTALL = {
  java: 'apt-get install openjdk-17-jre-headless',
  javac: 'apt-get install openjdk-17-jdk-headless',
  mvn: 'apt-get install maven',
} as const

/** The words for a server that needs a program which is not there. */
export const missingProgram = (server: string, program: keyof typeof INSTALL): string =>
  `${server} cannot be started, because there is no "${program}" on the PATH. Install it: ${INSTALL[program]}`

/** How a Java that is too old is mended. */
export const BETTER_JAVA = `Install it (${INSTALL.java}) or put it first on the PATH`
