import { useState } from 'react';
import { Outlet, ScrollRestoration, useNavigation } from 'react-router';
import { LongWait } from '@/components/long-wait';
import { Navigation } from './navigation';
import { PaletteHost } from './palette-host';
import { ScriptedBanner } from './scripted-banner';

/** The house: navigation at the left (on top where it is narrow), the room beside it. */
export function Layout() {
  const [searching, setSearching] = useState(false);
  const entering = useNavigation();
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
        <main id="room" tabIndex={-1} className="min-h-0 flex-1 outline-none lg:overflow-y-auto">
          <Outlet />
        </main>
      </div>
      <PaletteHost open={searching} onOpenChange={setSearching} />
      {entering.state !== 'idle' && <LongWait />}
      <ScrollRestoration />
    </div>
  );
}
