import { StudioError } from '../../client';

/** What the call gives, or undefined where the API refuses it with one of these codes; any other refusal is thrown. */
export async function allowing<T>(codes: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof StudioError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
