/** Numbers how often each name has come up, from 1; the counts are a new object, for they go onto the tape. */
export function nextRepetition(spoken: Record<string, number>, name: string): { repetition: number; spoken: Record<string, number> } {
  const repetition = (spoken[name] ?? 0) + 1;
  return { repetition, spoken: { ...spoken, [name]: repetition } };
}
