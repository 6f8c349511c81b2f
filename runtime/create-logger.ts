import pino from 'pino';
import type { Config } from '../contracts/config';
import type { Logger } from '../contracts/ports/logger';

/** Names of fields that may hold a secret, at the top or one or two levels down. */
const SECRET_FIELDS = ['key', 'keys', 'apiKey', 'api_key', 'authorization', 'Authorization', 'cookie', 'password', 'token', 'secret'];

/** Only these parts of an error are logged: libraries hang requests with headers on theirs. */
function toErrorFields(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return error;
  }
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: `${error.cause.name}: ${error.cause.message}` } : {}),
  };
}

/**
 * The log of one process: a line of JSON each on stderr, written at once so that a crash loses none.
 * `name` is the process (`supervisor`, `worker`, `api`); put errors in the field `err`.
 */
export function createLogger(options: {
  name: string;
  level: Config['STUDIO_LOG_LEVEL'];
  /** Where lines go instead of stderr. */
  destination?: pino.DestinationStream;
}): Logger {
  const log = pino(
    {
      name: options.name,
      level: options.level,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      serializers: { err: toErrorFields, error: toErrorFields },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
