/** Where the page comes to life. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { makeQueryClient } from "@/api/queryClient";
import { makeRouter } from "@/routes";
import { Appearance } from "@/shell/Appearance";
import { giveStylesTheNonce } from "@/shell/nonce";
import "@/shell/shell.css";
import { LanguageProvider } from "@/words/language";

giveStylesTheNonce();
const queryClient = makeQueryClient();
const router = makeRouter();
const place = document.getElementById("root");
if (place === null) throw new Error("the page has no place for the console");

createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queryClient}>
        <Appearance>
          <RouterProvider router={router} />
        </Appearance>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
