import { untilThere } from './until-there';

/** The server is there and has not, or no longer, a part of this page: a newer one has taken its place. */
export class MissingPart extends Error {
  override name = 'MissingPart';
}

/**
 * Loads a part of the page when it is first wanted, as soon as the server is there: a browser that could not load a
 * module once does not try again, so nothing is asked of a server that is away. Throws a {@link MissingPart}.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  await untilThere();
  try {
    return await load();
  } catch (error) {
    throw new MissingPart('The server has another version of this part', { cause: error });
  }
}
