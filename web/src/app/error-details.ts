import { isRouteErrorResponse } from 'react-router';

interface Circumstances {
  /** Path and query of the page. */
  address: string;
  /** Of the Studio; undefined when it was not read. */
  version: string | undefined;
  at: Date;
  browser: string;
}

/** What was thrown, in a sentence for people; anything can be thrown. */
export function toErrorMessage(error: unknown): string {
  if (isRouteErrorResponse(error)) return `${error.status} ${error.statusText}`;
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? 'It is not known what.' : message;
}

/** All that helps to find out why, as text: what was thrown and what had led to that, where, when and with what. */
export function toErrorDetails(error: unknown, { address, version, at, browser }: Circumstances): string {
  const lines = [...toTraces(error), '', `Address: ${address}`, `Time: ${at.toISOString()}`];
  return [...lines, `Studio: ${version ?? 'unknown version'}`, `Browser: ${browser}`].join('\n');
}

/** An error's trace, and those of its causes. A browser's trace may leave the message out. */
function toTraces(error: unknown, seen: readonly unknown[] = []): string[] {
  if (!(error instanceof Error)) return [toErrorMessage(error)];
  const { name, message, stack = '', cause } = error;
  const trace = stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;
  const known = [...seen, error];
  return [trace, ...(cause === undefined || known.includes(cause) ? [] : toTraces(cause, known).map((text) => `Because of ${text}`))];
}
