import { useState } from 'react';

/**
 * Tells the editors of different subjects apart, as React's `key`. An editor that has just created its subject says so
 * with `becomes`, and goes on when the address names that: somebody may be typing in it.
 */
export function useEditorKey(subject: string): { key: number; becomes: (next: string) => void } {
  const [shown, setShown] = useState<{ subject: string; key: number; next?: string }>({ subject, key: 0 });
  if (shown.subject !== subject) setShown({ subject, key: subject === shown.next ? shown.key : shown.key + 1 });
  return { key: shown.key, becomes: (next) => setShown((current) => ({ ...current, next })) };
}
