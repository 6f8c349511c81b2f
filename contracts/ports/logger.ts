/** Structured log of a process; pino's shape. Fields never hold texts of models, tools or users, nor secrets. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
