import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What the build of the page writes (web/preload-rooms.ts): for each kind of address the files that it needs besides the entry. */
const Rooms = z.array(
  z.object({
    path: z.string().transform((pattern) => new RegExp(pattern)),
    files: z.array(z.string()),
  }),
);

/** Tells the script files that a visit to `path` needs besides those that the page itself names; none of a build that does not say. */
export type ReadRoomFiles = (path: string) => readonly string[];

/** Reads them of the page in `folder` once a build: while the API runs the page may be built anew. */
export function createRoomFilesReader(folder: string): ReadRoomFiles {
  const file = join(folder, '.vite', 'rooms.json');
  let read: { build: string; rooms: z.infer<typeof Rooms> } | undefined;
  return (path) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    const build = toBuild(stats);
    if (read?.build !== build) read = { build, rooms: Rooms.parse(JSON.parse(readFileSync(file, 'utf8'))) };
    return read.rooms.find((room) => room.path.test(path))?.files ?? [];
  };
}

/** Another file, or one that was written again, is another build. */
function toBuild({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}
