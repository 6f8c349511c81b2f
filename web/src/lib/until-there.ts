/** In ms: how often an absent server is asked. */
const PAUSE = 1_000;
/** In ms: whoever has answered so recently is there. */
const RECENT = 1_000;

/** This page has just come from it. */
let heardAt = performance.now();

/** Resolves when the server answers; at once where it has just done so. */
export async function untilThere(): Promise<void> {
  while (performance.now() - heardAt >= RECENT) {
    if (await isThere()) heardAt = performance.now();
    else await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function isThere(): Promise<boolean> {
  try {
    await fetch(new URL('/health', window.location.origin), { cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
