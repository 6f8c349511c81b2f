/** What keeps the product from starting, said in one sentence that tells what to do next. */
export class FatalError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'FatalError';
  }
}
