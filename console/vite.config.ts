import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While screens are changed, `npm run dev` serves them and passes everything else to a server started by `./dev run`.
const API = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  // The server puts a fresh nonce in its place with every answer.
  html: { cspNonce: "__NONCE__" },
  build: { target: "es2023", manifest: true, chunkSizeWarningLimit: 900 },
  server: { host: "127.0.0.1", proxy: { "/v1": API, "/docs": API, "/openapi.json": API } },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
