/** The superstep after which a step, or a turn, was done: its own, or the last one inside it; null while there is none. */
export function toSuperstep(supersteps: ReadonlyMap<string, number>, stepPath: string): number | null {
  const own = supersteps.get(stepPath);
  if (own !== undefined) return own;
  let last: number | null = null;
  for (const [path, superstep] of supersteps) if (path.startsWith(`${stepPath}/`) && (last === null || superstep > last)) last = superstep;
  return last;
}
