"""A fingerprint in words: what two people compare by telephone."""

import hashlib

# 256 plain words of three to six letters, no two of which sound alike; never changed, or old fingerprints read differently.
_LISTED = """
acorn actor agent album alley amber angle apple apron arch arm arrow atlas attic aunt autumn
axe badge baker ballot banjo barn basket beach beard beetle bench berry bishop blade blanket bonnet
boot bottle bowl branch brass bread brick bridge broom bucket bugle button cabin cactus camel candle
canoe canvas carpet carrot castle cedar cellar chalk cherry chess chimney circus citrus clay cliff cloak
clover cobalt coffee comet copper coral cotton cradle crane crayon cricket crown cube curtain cushion dagger
daisy dancer delta desert dice dinner dolphin donkey dragon drawer drum duck eagle earth easel echo
elbow ember engine falcon fabric feather fence ferry fiddle finger flag flame flint flute foam forest
fossil fox frost fudge galaxy garden garlic gate ginger giraffe glacier globe glove goblet goose grape
gravel guitar hammer harbour harp hazel helmet heron hill hive honey hornet hotel ice igloo indigo
iris island ivory jacket jaguar jam jelly jigsaw jungle kayak kettle king kite kiwi knot ladder
lagoon lantern laurel lemon leopard lily linen lion lizard llama lobster locket lotus magnet mango maple
marble market meadow medal melon mirror mitten monkey moon mosaic motor muffin museum mustard napkin needle
nettle north nutmeg oak oasis ocean olive onion opera orbit orchid otter oval owl oyster paddle
palace panda paper parrot pasta peach pearl pebble pencil pepper piano picnic pigeon pillow pirate planet
plum pocket pony poppy potato prism pumpkin puzzle quartz quilt rabbit radish raven ribbon river robin
rocket rose saddle salmon sandal saturn scarf shadow ship silver sledge sparrow spoon squash stable statue
"""
WORDS = tuple(_LISTED.split())


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate (DER), as it is printed elsewhere too: `3F 0A …`."""
    return hashlib.sha256(certificate).digest().hex(" ").upper()


def in_words(certificate: bytes) -> str:
    """The first 96 bits of the fingerprint as twelve words."""
    return " ".join(WORDS[byte] for byte in hashlib.sha256(certificate).digest()[:12])
