import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { preloadRooms } from './preload-rooms.ts';

/** Where the API is during `npm run dev -w web`. */
const api = process.env.STUDIO_URL ?? 'http://127.0.0.1:3000';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** For browsers this library of Markdown's lets the page's parser decode `&copy;`, which the Content-Security-Policy does not allow. */
const decoder = 'decode-named-character-reference';

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadRooms()],
  resolve: {
    alias: {
      '@client': at('../client/index.ts'),
      '@examples': at('../examples/index.ts'),
      '@': at('./src'),
      [decoder]: createRequire(import.meta.url).resolve(decoder),
    },
  },
  // Nothing is inlined as a data: address, for the page's Content-Security-Policy allows only its own origin.
  build: { target: 'es2023', assetsInlineLimit: 0, manifest: true },
  server: {
    host: '127.0.0.1',
    proxy: {
      // The API answers only its own origin, so the proxy speaks as one.
      '/api': { target: api, changeOrigin: true, headers: { origin: api } },
      '/socket.io': { target: api, changeOrigin: true, ws: true, headers: { origin: api } },
    },
  },
});
