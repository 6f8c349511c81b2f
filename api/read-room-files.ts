import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What the build of the page writes (web/preload-rooms.ts): for each kind of address the files that it needs besides the entry. */
const Rooms = z.array(z.object({ path: z.string(), files: z.array(z.string()) }));

/** The script files that a visit to `path` needs besides those that the page itself names; none of a build that does not say. */
export function readRoomFiles(folder: string, path: string): readonly string[] {
  const file = join(folder, '.vite', 'rooms.json');
  if (!existsSync(file)) return [];
  const rooms = Rooms.parse(JSON.parse(readFileSync(file, 'utf8')));
  return rooms.find((room) => new RegExp(room.path).test(path))?.files ?? [];
}
