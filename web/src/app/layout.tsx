import { useEffect, useRef, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { LongWait } from '@/components/long-wait';
import { Navigation } from './navigation';
import { PaletteHost } from './palette-host';
import { ScriptedBanner } from './scripted-banner';

/** The house: navigation at the left (on top where it is narrow), the room beside it. */
export function Layout() {
  const [searching, setSearching] = useState(false);
  const entering = useNavigation();
  const room = useRoomFocus();
  return (
    <div className="flex min-h-dvh flex-col lg:h-dvh lg:flex-row">
      <a
        href="#room"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-20 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Navigation onSearch={() => setSearching(true)} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ScriptedBanner />
        <main ref={room} id="room" tabIndex={-1} className="min-h-0 flex-1 outline-none lg:overflow-y-auto">
          <Outlet />
        </main>
      </div>
      <PaletteHost open={searching} onOpenChange={setSearching} />
      {entering.state !== 'idle' && <LongWait />}
      <ScrollRestoration />
    </div>
  );
}

/** Whoever follows a link into another room by keyboard goes on at its beginning: the link is gone, and the focus with it. */
function useRoomFocus() {
  const room = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (document.activeElement === document.body) room.current?.focus({ preventScroll: true });
  }, [pathname]);
  return room;
}
