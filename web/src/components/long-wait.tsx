import { useEffect, useState } from 'react';

/** In ms: what takes longer is noticed. */
const LONG = 700;

/** Shown where something opens; when that takes long, as while the server is away, it says so. */
export function LongWait() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p
      role="status"
      className="fixed bottom-4 left-1/2 z-40 w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-md border border-line bg-surface px-3 py-2 text-[0.8125rem] text-ink shadow-xl empty:hidden"
    >
      {long ? 'Waiting for the server: it opens when the server answers.' : ''}
    </p>
  );
}
