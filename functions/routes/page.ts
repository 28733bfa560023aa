import { NotFoundError } from "../../core/errors.js";
import { send } from "../http.js";
import type { Route } from "../router.js";

/** The page loads its own files and talks to its own origin, nothing else. */
const PAGE_HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-cache",
};

/** `GET /` and the files the page loads. */
export const pageRoutes: readonly Route[] = ["/", "/main.js", "/style.css", "/icon.svg"].map(
  (path) => ({
    method: "GET",
    path,
    open: true,
    async handle({ context, response }) {
      const file = (await context.page()).get(path);
      if (!file) throw new NotFoundError(`The page has no file ${path}`);
      send(response, 200, file.contentType, file.body, PAGE_HEADERS);
    },
  }),
);
