import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { describeBlobStore } from '../suites/blob-store-suite';
import { createTemporaryFolder } from './temporary-folder';

describeBlobStore(async () => {
  const folder = await createTemporaryFolder();
  return { open: async () => createFileBlobStore(join(folder.path, 'blobs')), destroy: folder.remove };
});

it('leaves no half-written file behind, nor anything outside its folder', async () => {
  const folder = await createTemporaryFolder();
  const store = createFileBlobStore(join(folder.path, 'blobs'));
  await Promise.all(Array.from({ length: 10 }, (_, n) => store.put(`a/${n % 2}`, Buffer.alloc(10))));
  const files = await readdir(folder.path, { recursive: true });
  expect(files.sort()).toEqual(['blobs', 'blobs/a', 'blobs/a/0~', 'blobs/a/1~', 'blobs/~writing']);
  await folder.remove();
});
