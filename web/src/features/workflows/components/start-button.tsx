import { Play } from 'lucide-react';
import { Button } from '@/components/button';

export function StartButton({ busy }: { busy: boolean }) {
  return (
    <Button type="submit" variant="primary" disabled={busy} className="h-9 px-4">
      <Play aria-hidden className="size-4" />
      {busy ? 'Starting…' : 'Start'}
    </Button>
  );
}
