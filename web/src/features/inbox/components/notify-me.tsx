import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';

/** Asks the browser whether it may notify; it does so only because somebody pressed this. */
export function NotifyMe() {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (permission === 'denied') return null;
  if (permission === 'granted') {
    return (
      <span className="flex items-center gap-1.5 text-ink-faint text-xs">
        <BellRing aria-hidden className="size-4" /> The browser tells you of new ones
      </span>
    );
  }
  return (
    <Button onClick={() => void Notification.requestPermission().then(setPermission)}>
      <BellRing aria-hidden className="size-4" /> Notify me
    </Button>
  );
}
