"""The closed lists of words that rules of origin are written with. Every word has its text in i18n/, room `origin`.

A word that is not here cannot stand in a rule: a new one is added here, given its text in every language, and only
then used.
"""

from __future__ import annotations

__all__ = [
    "BASES",
    "COUNTING",
    "DEDUCTIONS",
    "DIRECTIONS",
    "DUTIES",
    "EFFECTS",
    "HAVING",
    "LEVELS",
    "MEASURES",
    "METHODS",
    "NET_COST_EXCLUSIONS",
    "PROCESSES",
    "SHIFTS",
    "STATUSES",
    "UNITS",
    "UNREAD_REASONS",
    "WAYS",
]

LEVELS = ("chapter", "heading", "subheading", "item")
SHIFTS = (*LEVELS, "any")  # any: no change is needed, materials of every heading are allowed

# Regional value content, and what its share is taken of.
METHODS = (
    "build_down",  # (price - non-originating materials) / price
    "build_up",  # originating materials / price
    "focused",  # (price - the named non-originating materials) / price
    "net_cost",  # (net cost - non-originating materials) / net cost
    "max_nom",  # non-originating materials / price, with a highest share
    "direct_cost",  # (originating materials + direct costs of processing) / price
)
BASES = (
    "ex_works",
    "fob",
    "transaction",  # the transaction value as the agreement adjusts it
    "customs",  # the value for customs purposes
    "net_cost",
    "product",  # the weight, volume or number of the product itself
    "those_materials",  # the materials named in `base_of`
    "originating_materials",
    "non_originating_materials",
    "all_materials",
)
MEASURES = ("value", "weight", "dry_weight", "volume", "alcohol", "pieces")
UNITS = ("percent", "kilogram", "litre", "piece")
COUNTING = ("non_originating", "all")
DEDUCTIONS = ("freight", "insurance", "packing", "duties", "brokerage", "waste", "processing")
NET_COST_EXCLUSIONS = ("promotion", "royalties", "shipping", "interest")
DUTIES = ("originating", "wholly_obtained")

# The ways in which a good is wholly obtained, one for each usual letter of the list.
WAYS = (
    "plant",
    "live_animal",
    "from_live_animal",
    "from_slaughtered_animal",
    "hunting_or_fishing",
    "aquaculture",
    "mineral",
    "sea_fishing",
    "factory_ship",
    "seabed",
    "space",
    "waste_from_production",
    "used_goods",
    "recovered",
    "exclusively_from_these",
)

# The figures a process may have, in percent, except sizes, which are in micrometres.
HAVING = (
    "impurities_removed_at_least",
    "purity_at_least",
    "particle_size_at_most",
    "size_spread_at_most",
    "thickness_at_most",
)

DIRECTIONS = ("both", "import", "export")
STATUSES = (
    "machine-checked",
    "hand-checked-twice",
    "read-once",
    "general-rule-only",
    "not-covered",
    "partly-read",
)
EFFECTS = ("informs", "adds", "offers", "replaces", "narrows")
UNREAD_REASONS = (
    "grammar",  # the sentence is not one the importer's grammar knows
    "goods",  # goods are described in a way that is not yet in the vocabulary
    "footnote",  # it depends on a note that is not at hand
    "lost",  # a figure or a word is missing in the source
    "contradiction",  # two readings are possible
    "elsewhere",  # the text refers to a document that is not at hand
)

PROCESSES = (
    # chemistry, refining, biotechnology
    "chemical_reaction",
    "purification",
    "mixing",
    "particle_size",
    "standards_materials",
    "isomer_separation",
    "separation",
    "biotechnology",
    "fermentation",
    "distillation",
    "vacuum_distillation",
    "atmospheric_distillation",
    "redistillation",
    "cracking",
    "reforming",
    "solvent_extraction",
    "acid_refining",
    "polymerisation",
    "transesterification",
    "alkylation",
    "isomerisation",
    "coking",
    "desulphurisation",
    "dewaxing",
    "hydrotreating",
    "decolourising",
    "electric_discharge",
    "direct_blending",
    "dilution",
    "electrolysis",
    "extrusion",
    "moulding",
    "vulcanisation",
    "retreading",
    # textiles and clothing
    "fibre_forward",
    "yarn_forward",
    "fabric_forward",
    "yarn_formation",
    "fabric_formation",
    "carding",
    "combing",
    "fibre_extrusion",
    "spinning",
    "twisting",
    "texturing",
    "covering",
    "gimping",
    "weaving",
    "knitting",
    "crocheting",
    "tufting",
    "flocking",
    "felting",
    "nonwoven_forming",
    "bonding",
    "braiding",
    "quilting",
    "laminating",
    "coating",
    "metallising",
    "rubberising",
    "printing",
    "dyeing",
    "yarn_dyeing",
    "bleaching",
    "scouring",
    "mercerising",
    "heat_setting",
    "raising",
    "calendering",
    "shrink_resistance",
    "permanent_finishing",
    "decatising",
    "impregnating",
    "mending",
    "burling",
    "finishing",
    "embroidering",
    "cutting",
    "knit_to_shape",
    "cut_or_knit_to_shape",
    "sewing",
    "assembling",
    "sewn_or_assembled",
    "cut_and_sewn",
    "making_up",
    "washing",
    # leather, wood, paper, stone, glass, metal, machines
    "tanning",
    "retanning",
    "hide_finishing",
    "fur_assembling",
    "planing",
    "sanding",
    "end_jointing",
    "splicing",
    "beading",
    "ruling",
    "paper_printing",
    "stone_working",
    "gem_working",
    "glass_cutting",
    "glass_decorating",
    "silvering",
    "melting",
    "smelting",
    "tempering",
    "casting",
    "rolling",
    "forging",
    "drawing",
    "plating",
    "alloying",
    "refining",
    "machining",
    "welding",
    "diffusion",
    "chip_assembly",
    "testing",
    "programming",
    "remanufacturing",
    "disassembly",
    # food and agriculture
    "growing",
    "raising_animals",
    "slaughtering",
    "deboning",
    "filleting",
    "smoking",
    "roasting",
    "grinding",
    "milling",
    "husking",
    "pressing",
    "freezing",
    "drying",
    "preserving",
    "sugar_coating",
    "denaturing",
    "other",
)
