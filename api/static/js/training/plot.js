/** A plot of first tries over time, as the server draws it, with the figure to choose. */
import { Problem, h } from "../core.js";
import { query } from "../practice/client.js";
import { drawing, field, notice, section, select } from "../practice/parts.js";
import { criterionName, figures } from "./told.js";
import { dayOf } from "./training_day.js";
import { view } from "./view.js";

/** Show the plot of `who`, {person} or {cohort}. */
export function plotOf(context, who, training) {
  const { client, digits, speech } = context;
  return view(context, () => context.criteria(), ({ criteria }) => {
    const frame = h("div", { class: "plot" });
    let turn = 0;
    const draw = async (figure) => {
      const mine = (turn += 1);
      const asked = query({ ...who, figure, ui: speech.language, training: dayOf(training), digits });
      const drawn = await client.text(`/progress/plot${asked}`).then(drawing).catch((problem) => {
        if (!(problem instanceof Problem)) throw problem;
        return notice(speech, problem, () => draw(figure));
      });
      if (mine === turn) frame.replaceChildren(drawn);
    };
    draw("overall");
    const named = figures(criteria).map((id) => [id, criterionName(speech, criteria, id)]);
    return section(speech.say("training.plot.title"),
      h("div", { class: "line" }, field(speech.say("training.plot.figure"), select("figure", named, "overall", draw))), frame);
  });
}
