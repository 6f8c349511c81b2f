import { Problem } from '../contracts/problem';

/**
 * What `work` gives, unless it takes longer than `milliseconds`: then throws `overloaded`. The work goes on, and a
 * repeat with the same key finds what it did; `onLate` gets its error.
 */
export async function withinDeadline<T>(milliseconds: number, work: Promise<T>, onLate: (error: unknown) => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      work.catch(onLate);
      reject(new Problem('overloaded', 'This took too long here; try again in a moment', { headers: { 'Retry-After': '2' } }));
    }, milliseconds).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
