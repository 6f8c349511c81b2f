import { startTransition, useEffect, useState } from 'react';

/** The value, once what was drawn when it changed has been painted: for what would make one long drawing of two. */
export function useAfterPaint<T>(value: T): T {
  const [painted, setPainted] = useState(value);
  useEffect(() => startTransition(() => setPainted(value)), [value]);
  return painted;
}
