/** What was measured in a round, and what it is compared with. */
export interface Pair<T> {
  value: T;
  beside: T;
}

/** Measures both in each round, in turn; who begins changes. A round before the first warms up and is not counted. */
export async function measureInTurn<T>(rounds: number, value: () => Promise<T>, beside: () => Promise<T>): Promise<Pair<T>[]> {
  const pairs: Pair<T>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = round % 2 === 0 ? await value() : undefined;
    const compared = await beside();
    const pair = { value: first ?? (await value()), beside: compared };
    if (round > 0) pairs.push(pair);
  }
  return pairs;
}
