/** The agent's views. */
import { attempt } from "./attempt.js";
import { home } from "./home.js";
import { join } from "./join.js";
import { progress } from "./progress.js";
import { scenario } from "./scenario.js";

export const ROUTES = [
  { path: "", title: "homeTitle", nav: true, view: home },
  { path: "scenario", title: "scenarioTitle", view: scenario },
  { path: "attempt", title: "attemptTitle", view: attempt },
  { path: "progress", title: "progressTitle", nav: true, view: progress },
  { path: "join", title: "joinTitle", open: true, view: join },
];
