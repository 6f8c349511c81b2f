/** Takes the place of what loads parts of the page where all of them are at hand. */
export const loadPart = <T>(load: () => Promise<T>): Promise<T> => load();

export class MissingPart extends Error {}
