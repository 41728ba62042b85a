"""The register given out in the forms that others read, without anything that is sealed.

released        what may leave: claims with an open source to show
dates           days as tables write them, never more certain than the claim
sfm             Security Force Monitor's importer tables
countries       the countries that FollowTheMoney knows
followthemoney  FollowTheMoney entities, for sanctions teams and OpenAleph
actions         giving it out, with a line in the custody log
views           answers
"""
