/** Lines where something will be, while it is loaded. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="space-y-3 p-4">
      {Array.from({ length: lines }, (_, line) => `${92 - ((line * 23) % 40)}%`).map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={line} style={{ width }} className="h-4 animate-pulse rounded bg-raised" />
      ))}
    </div>
  );
}
