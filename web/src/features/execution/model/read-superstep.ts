/** The superstep that an address asks for; null when it asks for none. */
export function readSuperstep(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
