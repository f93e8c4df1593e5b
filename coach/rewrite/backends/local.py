"""A text-generation model in a folder of this machine as a writer, through transformers.

Weights are read from safetensors only, nothing is downloaded, and no code that comes with a model is run.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from queue import Empty
from typing import Any

from coach.config import WriterSettings
from coach.errors import BadModel, MissingExtra, WriterTooSlow, WriterUnusable
from coach.models.hub import no_weights, quiet, refused, weight_files
from coach.rewrite.backends import Request
from coach.rewrite.backends.prompting import messages

_GLANCE_S = 0.05  # so often a waiting writer looks whether it was cancelled
_CUT = {"en": "it was cut off before its end; raise max_tokens", "ar": "قُطع قبل نهايته؛ ارفع max_tokens"}
_NO_FOLDER = {"en": "it is not a folder of this machine", "ar": "ليس مجلدًا على هذا الجهاز"}


class Local:
    """Writes with a model of this machine; one proposal at a time."""

    def __init__(self, settings: WriterSettings) -> None:
        """Load the folder `path`; raises MissingExtra, or BadModel when it holds no usable model."""
        folder = Path(settings.path or "")
        self._settings = settings
        self._where = folder.name or str(folder)
        self.name = self._where
        self._torch, self._transformers = _library("torch"), _library("transformers")
        if not folder.is_dir():
            raise BadModel(where=self._where, what=_NO_FOLDER)
        if not weight_files(folder):
            raise no_weights(folder, self._where)
        safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        with refused(self._where), quiet():
            self._tokenizer = self._transformers.AutoTokenizer.from_pretrained(folder, **safe)
            model, loaded = self._transformers.AutoModelForCausalLM.from_pretrained(
                folder, use_safetensors=True, dtype="auto", output_loading_info=True, **safe
            )
            self._model = model.eval()
        if loaded["missing_keys"]:
            missing = ", ".join(sorted(loaded["missing_keys"])[:3])
            raise BadModel(where=self._where, what={"en": f"its weights lack: {missing}", "ar": f"ينقص أوزانه: {missing}"})
        if len(self._tokenizer) > self._model.get_input_embeddings().num_embeddings:
            what = {"en": "its tokenizer and its weights do not belong together", "ar": "مقسّم الكلمات والأوزان لا يتوافقان"}
            raise BadModel(where=self._where, what=what)
        places = getattr(model.config, "max_position_embeddings", None)
        self._places = places if isinstance(places, int) and places > 0 else None
        self._special = sorted((sign for sign in self._tokenizer.get_added_vocab() if len(sign) > 1), key=len, reverse=True)
        self._lock = threading.Lock()

    def write(self, request: Request, cancel: threading.Event | None = None) -> Iterator[str]:
        """See Writer; the text stays on this machine and is not masked."""
        ends = time.monotonic() + self._settings.timeout_s
        stop = threading.Event()
        while not self._lock.acquire(timeout=_GLANCE_S):
            if cancel is not None and cancel.is_set():
                return
            self._check_time(ends)
        try:
            with ThreadPoolExecutor(1, "writer") as pool:
                given = self._given(request)
                streamer = self._transformers.TextIteratorStreamer(
                    self._tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=_GLANCE_S
                )
                made = pool.submit(self._generate, given, streamer, stop)
                made.add_done_callback(lambda _: streamer.on_finalized_text("", stream_end=True))
                try:
                    while cancel is None or not cancel.is_set():
                        self._check_time(ends)
                        try:
                            piece = next(streamer)
                        except Empty:
                            continue
                        except StopIteration:
                            break
                        if piece:
                            yield piece
                finally:
                    stop.set()
                if cancel is not None and cancel.is_set():
                    return
                with refused(self._where):
                    whole = made.result()
                if not whole:
                    raise WriterUnusable(where=self._where, what=_CUT)
        finally:
            self._lock.release()

    def _given(self, request: Request) -> dict[str, Any]:
        """Give the prompt's pieces, written with the model's chat template if it has one."""
        chat = messages(self._harmless(request))
        if not self._tokenizer.chat_template:
            given = self._tokenizer("\n\n".join(message["content"] for message in chat) + "\n\n", return_tensors="pt")
        else:
            given = self._templated(chat)
        length = given["input_ids"].shape[1]
        if self._places is not None and length >= self._places:
            what = {
                "en": f"the prompt is {length} pieces long and the model reads {self._places}",
                "ar": f"طول الطلب {length} قطعة والنموذج يقرأ {self._places}",
            }
            raise WriterUnusable(where=self._where, what=what)
        return {name: given[name] for name in ("input_ids", "attention_mask")}

    def _templated(self, chat: list[dict[str, str]]) -> Any:
        wanted: dict[str, Any] = {"add_generation_prompt": True, "tokenize": True, "return_dict": True, "return_tensors": "pt"}
        try:
            return self._tokenizer.apply_chat_template(chat, **wanted)
        except import_module("jinja2").TemplateError:
            # Some templates know no system's message.
            whole = [{"role": "user", "content": "\n\n".join(message["content"] for message in chat)}]
            with refused(self._where):
                return self._tokenizer.apply_chat_template(whole, **wanted)

    def _harmless(self, request: Request) -> Request:
        """Break up the model's own special signs where people wrote them, for the tokenizer would take them for its own."""

        def broken(text: str) -> str:
            for sign in self._special:
                text = text.replace(sign, f"{sign[0]} {sign[1:]}")
            return text

        return replace(
            request,
            draft=broken(request.draft),
            customer=broken(request.customer) if request.customer is not None else None,
            findings=tuple(map(broken, request.findings)),
            facts=tuple(map(broken, request.facts)),
        )

    def _generate(self, given: dict[str, Any], streamer: Any, stop: threading.Event) -> bool:
        """Let the model write into `streamer`; tells whether it came to an end of its own."""
        torch, settings = self._torch, self._settings
        length = given["input_ids"].shape[1]
        room = settings.max_tokens if self._places is None else min(settings.max_tokens, self._places - length)

        def stopped(ids: Any, scores: Any, **more: Any) -> Any:
            return torch.full((ids.shape[0],), stop.is_set(), dtype=torch.bool, device=ids.device)

        sampling = {"do_sample": True, "temperature": settings.temperature} if settings.temperature > 0 else {"do_sample": False}
        with torch.inference_mode(), quiet():
            ids = self._model.generate(
                **given,
                **sampling,
                max_new_tokens=room,
                streamer=streamer,
                stopping_criteria=self._transformers.StoppingCriteriaList([stopped]),
                pad_token_id=self._tokenizer.pad_token_id if self._tokenizer.pad_token_id is not None else self._tokenizer.eos_token_id,
            )
        ends = self._model.generation_config.eos_token_id
        ends = ends if isinstance(ends, list) else [ends, self._tokenizer.eos_token_id]
        return int(ids[0, -1]) in ends

    def _check_time(self, ends: float) -> None:
        if time.monotonic() >= ends:
            raise WriterTooSlow(where=self._where, limit=f"{self._settings.timeout_s:g}")


def _library(module: str) -> Any:
    """Import a library of the extra; raises MissingExtra, naming what is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0]
        raise MissingExtra(what="source: local", library=missing, extra="models") from None
