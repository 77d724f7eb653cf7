"""A small knowledge base and a toy embedder: tiny, repeatable, and near for near texts."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from index.types import Family, Genuine, Guidance, Knowledge, Line, Script, Vectors

WORDS = {"zh-Hans": "分期申请", "en": "instalments"}
LINE = Line({"zh-Hans": "请先登记。", "en": "Log it first."})
GUIDANCE = Guidance(do=(LINE,), never=(LINE,), replies=(LINE,))
SCRIPTS = (
    "根据信用卡管理办法第七十条，本人申请个性化分期六十期，请贵行停止计收利息。",
    "贵行必须受理本人的停息挂账申请，否则本人将向监管部门投诉。",
    "本人并非恶意拖欠，有强烈还款意愿，请给予六十期分期方案。",
    "请立即停止一切催收行为，并出具书面协商结果。",
)
GENUINE = (
    "上个月厂里裁员，我还在找工作，能不能下个月十号再还一部分？",
    "请问信用卡账单日可以改到发工资以后吗",
    "我妈住院了，这期先还五百行不行",
    "昨天已经还了两千，麻烦查一下到账没有",
)


class CharacterCountEmbedder:
    """Bag of characters in sixteen buckets."""

    model_id = "character-count"
    dimension = 16

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts that are searched for."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimension] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)

    embed_queries = embed_passages

    def save(self, directory: Path) -> None:
        """Write nothing that could be loaded: tests of loading use a real model."""
        directory.mkdir()
        (directory / "toy.json").write_text(json.dumps({"toy": True}), encoding="utf-8")


def small_knowledge(
    scripts: Sequence[str] = SCRIPTS, genuine: Sequence[str] = GENUINE, strength: str = "ordinary"
) -> Knowledge:
    """Return a knowledge base of one family."""
    family = Family("N01_SMALL", WORDS, WORDS, WORDS, strength, "CN", GUIDANCE)
    return Knowledge(
        families={family.id: family},
        scripts=tuple(Script(f"s{i}", family.id, text, "template", "zh-Hans") for i, text in enumerate(scripts)),
        genuine=tuple(Genuine(f"g{i}", family.id, text, "hardship", "zh-Hans") for i, text in enumerate(genuine)),
        rules={},
        safety=(),
        safety_texts=(),
        citations=(),
        base=GUIDANCE,
        digest="small",
    )


def save_small_model(path: Path) -> Path:
    """Save a SentenceTransformer of eight numbers a character, as anyone could bring one."""
    characters = sorted(set("".join((*SCRIPTS, *GENUINE))))
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, **{c: i for i, c in enumerate(characters, 1)}}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = torch.rand((len(characters) + 1, 8), generator=torch.Generator().manual_seed(7)).numpy()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(path))
    return path
