import { readFileSync } from 'node:fs';
import { toJsonPointer } from '../contracts/json-pointer';
import { type PriceList, priceList } from '../contracts/prices';

/** Prices that cannot be used; `message` names the file and every place in it that is wrong. */
export class PricesError extends Error {
  constructor(file: string, what: string, options?: { cause?: unknown }) {
    super(`The prices in ${file} cannot be used: ${what}. Correct the file that STUDIO_PRICES names`, options);
    this.name = 'PricesError';
  }
}

/** Reads the file of `STUDIO_PRICES`; without one no price is known. Throws {@link PricesError}. */
export function loadPrices(file: string | undefined): PriceList {
  if (file === undefined) return {};
  const parsed = priceList.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
    return `${toJsonPointer(issue.path)}: ${message}`;
  });
  throw new PricesError(file, mistakes.join('; '));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new PricesError(file, cause instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read', { cause });
  }
}
