"""What reads everything: home pages, cohorts at a glance, the booklet, funders' summaries."""
