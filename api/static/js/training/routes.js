/** The trainer's views; one that is not in the navigation stands `under` one that is. */
import { cohort } from "./cohort.js";
import { cohorts } from "./cohorts.js";
import { copySet, editSet, newSet } from "./editset.js";
import { inviteTo } from "./invite.js";
import { people } from "./people.js";
import { person } from "./person.js";
import { sets } from "./sets.js";

const TRAINERS = ["trainer", "admin"];

export const ROUTES = [
  { path: "cohorts", title: "training.cohorts.title", roles: TRAINERS, nav: true, view: cohorts },
  { path: "cohort", title: "training.cohorts.one", roles: TRAINERS, under: "cohorts", view: cohort },
  { path: "sets", title: "training.sets.title", roles: TRAINERS, nav: true, view: sets },
  { path: "set/new", title: "training.sets.newTitle", roles: TRAINERS, under: "sets", view: newSet },
  { path: "set/edit", title: "training.sets.editTitle", roles: TRAINERS, under: "sets", view: editSet },
  { path: "set/copy", title: "training.sets.copyTitle", roles: TRAINERS, under: "sets", view: copySet },
  { path: "set/invite", title: "training.invite.title", roles: TRAINERS, under: "sets", view: inviteTo },
  { path: "person", title: "training.person.title", roles: TRAINERS, under: "cohorts", view: person },
  { path: "people", title: "training.people.title", roles: ["admin"], nav: true, view: people },
];
