import {
  MongoClientBulkWriteError,
  MongoClientClosedError,
  MongoDriverError,
  MongoExpiredSessionError,
  MongoInvalidArgumentError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoSystemError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb'
import { StoreUnavailable } from '../port.ts'

/** https://www.mongodb.com/docs/manual/reference/error-codes/: the server is going, changing its role, or did not answer in time. */
const PASSING = new Set([6, 7, 50, 64, 89, 91, 100, 112, 189, 202, 262, 317, 358, 9001, 10058, 10107, 11600, 11602, 13388, 13435, 13436])
const DUPLICATE_KEY = 11000
const UNAUTHORIZED = 13
const AUTHENTICATION_FAILED = 18
const OUT_OF_DISK = 14031
/** Of an object, of the result of an update, of an inserted document. */
const TOO_LARGE = new Set([10334, 17419, 17420])

const isNoAnswer = (error: unknown) =>
  error instanceof MongoNetworkError ||
  error instanceof MongoSystemError ||
  error instanceof MongoNotConnectedError ||
  error instanceof MongoTopologyClosedError ||
  error instanceof MongoClientClosedError ||
  error instanceof MongoExpiredSessionError ||
  // Where the address sets a `timeoutMS`.
  error instanceof MongoOperationTimeoutError ||
  error instanceof MongoWriteConcernError ||
  // Not among the driver's exports.
  (error instanceof MongoDriverError && error.name === 'MongoWaitQueueTimeoutError') ||
  isSystemError(error)

/** The driver hands on some errors of a socket that was ended by the other side as they are. */
const isSystemError = (error: unknown) => error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code))

export const isDuplicateKey = (code: unknown): boolean => code === DUPLICATE_KEY

/** What the caller is told instead of the driver's error. Mistakes of the program pass unchanged. `place` names the database. */
export function portError(error: unknown, place: string): unknown {
  if (error instanceof MongoClientBulkWriteError && error.cause !== undefined) return portError(error.cause, place)
  if (error instanceof MongoInvalidArgumentError && /max(imum|) bson|maximum.*size/i.test(error.message)) return tooLarge(error, place)
  const reason = error instanceof Error ? error.message : String(error)
  if (isNoAnswer(error)) return new StoreUnavailable(`${place} does not answer (${reason})`, { cause: error })
  if (!(error instanceof MongoServerError)) return error
  if (PASSING.has(Number(error.code)) || error.hasErrorLabel('RetryableWriteError')) {
    return new StoreUnavailable(`${place} does not take this now (${reason})`, { cause: error })
  }
  return errorOfCode(error.code, reason, place, error)
}

/** The error of one operation of a batch. */
export function errorOfCode(code: unknown, reason: string, place: string, error: unknown): unknown {
  const cause = { cause: error }
  if (code === UNAUTHORIZED || code === AUTHENTICATION_FAILED) {
    return new StoreUnavailable(
      `${place} refuses this user (${reason}). Look at MONGODB_URI: user, password, authSource; the user needs the role readWrite and dbAdmin on it`,
      cause,
    )
  }
  if (code === OUT_OF_DISK) return new StoreUnavailable(`the disk of ${place} is full. Make room; nothing of this was written`, cause)
  if (TOO_LARGE.has(Number(code))) return tooLarge(error, place)
  if (PASSING.has(Number(code))) return new StoreUnavailable(`${place} does not take this now (${reason})`, cause)
  return error instanceof Error ? error : new Error(`${place}: ${reason}`, cause)
}

/** Events wait inside their aggregate's document, so a log that stays away for long can fill it. */
function tooLarge(error: unknown, place: string): StoreUnavailable {
  return new StoreUnavailable(
    `${place}: a document with its unpublished events would pass the 16 MB that MongoDB allows. Nothing of it was written; when the event log takes the waiting events, there is room again`,
    { cause: error },
  )
}
